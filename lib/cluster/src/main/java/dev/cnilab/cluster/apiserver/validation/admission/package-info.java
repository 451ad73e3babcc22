/** Rules for admission policies and webhooks. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.validation.admission;
