/** The hardware of machines, in one place. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.hardware;
