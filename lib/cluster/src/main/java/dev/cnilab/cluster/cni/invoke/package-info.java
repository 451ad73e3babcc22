/** How libcni runs plugins: finding them, what they are told, what they answer, what is cached. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cni.invoke;
