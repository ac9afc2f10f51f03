"""Questions in SQL: answered from the tables of a sweep, and from nothing else."""

import re
import threading
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import pyarrow as pa

from sim.errors import InputError, Problem, QpqError, nearest, one_of

SECONDS = 60
"""How long a question may take."""
MEMORY = "4GB"
"""How much memory it may take."""

LOCKED = {
    # Files, other databases and extensions are out of reach, and nothing opens the door again.
    "memory_limit": f"'{MEMORY}'",
    "max_temp_directory_size": "'0GB'",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "enable_external_access": "false",
    "lock_configuration": "true",
}


def answered(
    query: str, tables: Mapping[str, Any], unreadable: Callable[[Exception], QpqError]
) -> pa.Table:
    """Answer a question that reads tables.

    Args:
        query: one statement in SQL that selects.
        tables: what there is to read, by name: Arrow tables or datasets.
        unreadable: what is wrong where a file behind a table cannot be read.

    Raises:
        InputError: the query is not valid, does more than read, or takes too long or too much
            memory.
        QpqError: as `unreadable` says.
    """
    if not isinstance(query, str):
        raise _refused("no text", "SELECT ... FROM runs")
    try:
        duckdb = import_module("duckdb")
    except ImportError:
        raise QpqError("this needs duckdb: pip install 'quidproquo[sweeps]'") from None
    with duckdb.connect() as connection:
        for name, table in tables.items():
            connection.register(name, table)
        for setting, value in LOCKED.items():
            connection.execute(f"SET {setting} = {value}")
        watch = threading.Timer(SECONDS, connection.interrupt)
        watch.daemon = True
        watch.start()
        try:
            statements = connection.extract_statements(query)
            selects = [each.type.name == "SELECT" for each in statements]
            if selects != [True]:
                what = "it asks nothing" if not statements else "it does more than read"
                raise _refused(what, "one SELECT ... FROM runs")
            return connection.sql(statements[0].query).to_arrow_table()
        except duckdb.InterruptException:
            raise _refused(f"it took longer than {SECONDS} s", "a smaller question") from None
        except duckdb.OutOfMemoryException:
            raise _refused(f"it needs more memory than {MEMORY}", "a smaller question") from None
        except duckdb.PermissionException:
            what = "it reaches for files or settings"
            raise _refused(what, f"a question about {one_of(tables)}") from None
        except duckdb.CatalogException as error:
            raise _refused(_first_line(error), f"as tables {one_of(tables)}") from None
        except duckdb.BinderException as error:
            hint = 'columns that exist; names that are paths in double quotes: "a.b.c"'
            raise _refused(_first_line(error), hint, _column_meant(error, tables)) from None
        except (duckdb.ParserException, duckdb.ConversionException) as error:
            raise _refused(_first_line(error), "SELECT ... FROM runs") from None
        except (duckdb.InvalidInputException, duckdb.IOException, OSError) as error:
            raise unreadable(error) from None
        except duckdb.Error as error:
            raise _refused(_first_line(error), "SELECT ... FROM runs") from None
        finally:
            watch.cancel()


def _refused(what: str, expected: str, meant: str | None = None) -> InputError:
    problem = Problem(f"the query failed: {what}", "SQL", expected=expected, nearest=meant)
    return InputError(problem)


def _column_meant(error: Exception, tables: Mapping[str, Any]) -> str | None:
    """The column most like the first name that was not found, None where none is alike."""
    asked = re.search(r'"([^"]+)"', _first_line(error))
    known = [name for table in tables.values() for name in table.schema.names]
    return nearest(asked.group(1), known) if asked else None


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0].rstrip(".")
