/** Rules for services and endpoints, and for network policies. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.validation.service;
