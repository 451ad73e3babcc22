/** {@code ss}, {@code netstat}, and what else lists sockets. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.sockets.report;
