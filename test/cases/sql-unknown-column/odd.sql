-- What each region sold.
select region, sum(amount) as total
from orders
where exists (select 1 from orders as other where other.regoin = orders.region)
group by region
