"""What somebody began and has not finished: kept with the person, not with the browser.

:class:`~karavan.kernel.drafts.models.Draft` holds the answers of a long form about one record,
:class:`~karavan.kernel.drafts.models.DraftFile` a file that was chosen in a form with a mistake elsewhere.
Nobody but the person reads either, so neither leaves a line in the journal.
"""
