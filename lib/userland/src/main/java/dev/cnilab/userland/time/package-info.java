/** The time of day. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.time;
