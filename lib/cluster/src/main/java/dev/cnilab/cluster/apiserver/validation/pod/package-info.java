/** What must hold between the fields of a pod, and of a pod's template. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.validation.pod;
