-- one a day
select 1
where ${{ inputs.x }} = 1
