/** The small servers used in captures, and commands that end them and write files. */
@NullMarked
package dev.cnilab.conformance.linux.server;

import org.jspecify.annotations.NullMarked;
