"""Work done later by a worker, with a thin layer over django-tasks and its database backend.

A room defines tasks in its ``tasks.py`` with :func:`karavan.kernel.tasks.policy.task`, queues them with
``.enqueue()`` or, at most once a key, with :func:`karavan.kernel.tasks.keys.enqueue_once`, and sets times in
its ``apps.py`` with :func:`karavan.kernel.tasks.schedule.schedule`.

A task is run *at least* once: a worker killed in the middle leaves it to another
(:mod:`karavan.kernel.tasks.reaper`). What must happen once only stands in ``with once(key)``.
"""
