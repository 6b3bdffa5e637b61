-- Libraries that come and go in a window: nothing crashes, all of them are found, and none is taken for another.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck;
CREATE EXTENSION IF NOT EXISTS memcheck_test;

-- clean: the C library unloads its modules for character sets by itself
SELECT ext_memcheck.begin();
SELECT convert_charsets();
SELECT convert_charsets();
SELECT count(*) FROM ext_memcheck."end"() WHERE severity <> 'INFO';

-- clean: a plug-in that only the caller's RUNPATH finds; what looks at its caller finds the caller
SELECT use_plugin();
SELECT ext_memcheck.begin();
SELECT use_plugin();
SELECT use_plugin(), find_next();
SELECT use_plugin();
SELECT count(*) FROM ext_memcheck."end"() WHERE severity <> 'INFO';

-- a plug-in that was closed since still has its name, and is the same again when it comes back
SELECT ext_memcheck.begin();
SELECT lose_through_plugin(1000);
SELECT lose_through_plugin(1000);
SELECT lose_through_plugin(1000);
SELECT check_type, severity, source_lib, symbol, bytes, count, array_to_string(stack, ' ') LIKE '%(memcheck_plugin)%' AS by_plugin
    FROM ext_memcheck."end"() WHERE symbol = 'lose';

-- another library that comes to where one was is another one
SELECT make_library('memcheck_one') > '', make_library('memcheck_two') > '';
SELECT ext_memcheck.begin();
SELECT lose_in_turn('memcheck_one', 'memcheck_two');
SELECT lose_in_turn('memcheck_one', 'memcheck_two');
SELECT lose_in_turn('memcheck_one', 'memcheck_two');
SELECT check_type, severity, source_lib, symbol, bytes, count FROM ext_memcheck."end"() ORDER BY source_lib;
SELECT remove_library('memcheck_one'), remove_library('memcheck_two');

-- dlmopen and dlvsym do what they do outside
SELECT use_plugin_apart(), find_versions();
SELECT ext_memcheck.begin();
SELECT use_plugin_apart(), find_versions();
SELECT use_plugin_apart(), find_versions();
SELECT use_plugin_apart(), find_versions();
SELECT count(*) FROM ext_memcheck."end"() WHERE severity <> 'INFO';

-- however many libraries there are, and whatever they are called
SELECT load_copies(150);
CREATE FUNCTION lose_this_and_that() RETURNS void AS 'memcheck_this_and_that' LANGUAGE c;
SELECT ext_memcheck.begin();
SELECT lose_this_and_that();
SELECT lose_this_and_that();
SELECT lose_this_and_that();
SELECT check_type, severity, source_lib, symbol, bytes, count
    FROM ext_memcheck."end"() WHERE severity <> 'INFO';
DROP FUNCTION lose_this_and_that();

-- a function of an extension's that is called like one of ours
SELECT call_by_common_name();
