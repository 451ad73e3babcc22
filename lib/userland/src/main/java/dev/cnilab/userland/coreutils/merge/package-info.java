/** Commands that read several files line by line at the same time. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.coreutils.merge;
