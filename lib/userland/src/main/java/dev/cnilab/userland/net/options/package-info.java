/** Options of commands, parsed as by getopt(3). */
@NullMarked
package dev.cnilab.userland.net.options;

import org.jspecify.annotations.NullMarked;
