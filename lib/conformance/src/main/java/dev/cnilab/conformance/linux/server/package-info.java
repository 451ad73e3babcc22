/** The small servers that captures talk to, and the commands that end them and write files. */
@NullMarked
package dev.cnilab.conformance.linux.server;

import org.jspecify.annotations.NullMarked;
