select * from own
