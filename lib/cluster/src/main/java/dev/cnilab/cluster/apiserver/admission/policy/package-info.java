/** ValidatingAdmissionPolicies, which state in CEL what may not be written. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.admission.policy;
