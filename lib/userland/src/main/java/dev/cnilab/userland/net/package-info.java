/** The network commands of a Linux machine, with the output of the real ones. */
@NullMarked
package dev.cnilab.userland.net;

import org.jspecify.annotations.NullMarked;
