/** Which writes a policy or a webhook applies to. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.admission.match;
