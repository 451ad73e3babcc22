/** What is specific to Services: addresses, ports and families. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.registry.service;
