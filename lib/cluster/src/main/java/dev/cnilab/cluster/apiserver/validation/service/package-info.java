/** What must hold of services and endpoints, and of policies about who may reach whom. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.validation.service;
