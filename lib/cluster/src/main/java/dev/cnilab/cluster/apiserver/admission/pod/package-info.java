/** Admission of pods alone. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.admission.pod;
