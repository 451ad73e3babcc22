/** {@code head} and {@code tail}: the first and last part of files. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.coreutils.part;
