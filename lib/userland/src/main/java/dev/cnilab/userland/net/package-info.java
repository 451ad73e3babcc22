/** The network commands of a Linux machine, in the words of the real ones. */
@NullMarked
package dev.cnilab.userland.net;

import org.jspecify.annotations.NullMarked;
