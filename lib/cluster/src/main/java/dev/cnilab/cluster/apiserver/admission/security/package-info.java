/** The Pod Security Standards: what a namespace's labels demand of its pods. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.admission.security;
