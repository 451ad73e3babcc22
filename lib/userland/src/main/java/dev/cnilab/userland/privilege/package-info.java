/** Who a process is and what it may do: credentials(7), capabilities(7). */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.privilege;
