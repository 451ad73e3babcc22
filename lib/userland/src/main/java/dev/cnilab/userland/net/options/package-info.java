/** Options of commands as getopt(3) reads them. */
@NullMarked
package dev.cnilab.userland.net.options;

import org.jspecify.annotations.NullMarked;
