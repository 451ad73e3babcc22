/** What differs between files. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.coreutils.diff;
