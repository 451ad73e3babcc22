/** Which writes a policy or a webhook wants to see. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.admission.match;
