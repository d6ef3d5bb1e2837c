from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_sessions_and_second_factor")]

    operations = [
        # Whoever has an account already needs no tour.
        migrations.AddField("user", "tour_over", models.BooleanField(default=True, editable=False)),
        migrations.AlterField("user", "tour_over", models.BooleanField(default=False, editable=False)),
        migrations.AddField("user", "has_previewed", models.BooleanField(default=False, editable=False)),
    ]
