/** tar: several files as one stream, which is also what kubectl cp uses. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.archive;
