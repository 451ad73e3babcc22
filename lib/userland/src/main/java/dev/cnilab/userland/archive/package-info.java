/** tar: several files as one stream, which is also how kubectl cp copies. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.archive;
