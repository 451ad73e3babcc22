/** How libcni runs plugins: finding them, their input and output, and the cached results. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cni.invoke;
