/** Rules that relate the fields of a pod, or of a pod template. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.validation.pod;
