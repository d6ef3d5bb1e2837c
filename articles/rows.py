from django.db.models import JSONField, Subquery


class Rows(Subquery):
    """A few rows of another table beside a row, in the same query: a list of dictionaries.

    Takes a queryset of `.values(…)` that refers to the outer query by `OuterRef`. Moments come back as ISO strings.
    Django has this for PostgreSQL only (`ArraySubquery`), and for single columns.
    """

    output_field = JSONField()

    def __init__(self, queryset):
        self.names = [*queryset.query.values_select, *queryset.query.annotation_select]
        super().__init__(queryset)

    def as_postgresql(self, compiler, connection):
        template = "(SELECT COALESCE(JSONB_AGG(TO_JSONB(_row)), '[]') FROM (%(subquery)s) _row)"
        return super().as_sql(compiler, connection, template=template)

    def as_sqlite(self, compiler, connection):
        pairs = ", ".join(f"'{name}', _row.\"{name}\"" for name in self.names)
        # The names are columns of our models.
        template = f"(SELECT JSON_GROUP_ARRAY(JSON_OBJECT({pairs})) FROM (%(subquery)s) _row)"  # noqa: S608
        return super().as_sql(compiler, connection, template=template)
