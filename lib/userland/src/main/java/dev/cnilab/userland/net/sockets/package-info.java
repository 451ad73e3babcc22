/** Commands for TCP and UDP sockets: {@code nc}, {@code ss}, {@code netstat}. */
@NullMarked
package dev.cnilab.userland.net.sockets;

import org.jspecify.annotations.NullMarked;
