/** What machines are made of, in one place. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.hardware;
