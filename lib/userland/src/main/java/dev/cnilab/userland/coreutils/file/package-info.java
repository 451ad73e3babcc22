/** Commands that create, change and list files. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.coreutils.file;
