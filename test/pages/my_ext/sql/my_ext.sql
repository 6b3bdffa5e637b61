CREATE EXTENSION my_ext;
SELECT my_fn(), my_fn(1), my_fn('text');
