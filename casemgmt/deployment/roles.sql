-- Two roles: casemgmt_owner makes and changes tables (manage.py migrate), casemgmt_app is what the application signs
-- in as. Run once, as a superuser, with psql in the database `casemgmt`. The container of docker-compose.yml does so
-- at its first start. What casemgmt_app may do to each table `migrate` settles by itself (audit/grants.py).
\set owner_password `cat /run/secrets/owner_password`
\set app_password `cat /run/secrets/app_password`

CREATE ROLE casemgmt_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE casemgmt_app LOGIN PASSWORD :'app_password';
REVOKE ALL ON DATABASE casemgmt FROM PUBLIC;
GRANT CONNECT ON DATABASE casemgmt TO casemgmt_app;
ALTER DATABASE casemgmt OWNER TO casemgmt_owner;
