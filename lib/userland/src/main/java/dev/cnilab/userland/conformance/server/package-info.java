/** The small servers that captures talk to, and the commands that end them and write files. */
@NullMarked
package dev.cnilab.userland.conformance.server;

import org.jspecify.annotations.NullMarked;
