/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * strict_locks: glibc lets a thread unlock what it has not locked, so that a test which runs
 * without a rival does not see that a lock is missing. The linker's --wrap puts these functions in
 * between, and they end the test where nobody held the lock.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

/* The linker makes these names. */
int
__real_pthread_mutex_unlock(pthread_mutex_t *mutex);
int
__wrap_pthread_mutex_unlock(pthread_mutex_t *mutex);
int
__real_pthread_rwlock_unlock(pthread_rwlock_t *lock);
int
__wrap_pthread_rwlock_unlock(pthread_rwlock_t *lock);

static void
refuse_if(int could_be_taken, const char *what)
{
    if (could_be_taken) {
        fprintf(stderr, "strict_locks: a %s is unlocked that nobody had locked\n", what);
        abort();
    }
}

int
__wrap_pthread_mutex_unlock(pthread_mutex_t *mutex)
{
    refuse_if(pthread_mutex_trylock(mutex) == 0, "mutex");
    return __real_pthread_mutex_unlock(mutex);
}

int
__wrap_pthread_rwlock_unlock(pthread_rwlock_t *lock)
{
    refuse_if(pthread_rwlock_trywrlock(lock) == 0, "read-write lock");
    return __real_pthread_rwlock_unlock(lock);
}
