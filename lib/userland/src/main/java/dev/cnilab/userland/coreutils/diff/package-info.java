/** {@code diff} and {@code cmp}, which compare files. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.coreutils.diff;
