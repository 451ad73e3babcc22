/** The Pod Security Standards: what a namespace's labels say of what its pods may be. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.admission.security;
