"""How static files are kept: compressed, and under names that carry the hash of what is in them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Also rewrites what ES modules import, statically and by ``import("./x.js")``, to hashed names.

    So a module is kept by browsers as long as any other hashed file and never meets an older part of itself.
    Only paths beginning with ``.`` or ``/`` in a static import that ends with a semicolon are rewritten, and
    modules must not import one another in a circle: `collectstatic` refuses what it cannot follow.
    """

    support_js_module_import_aggregation = True
