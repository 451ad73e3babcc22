/** The ranges of services' addresses: which may be used, and which may be deleted. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.servicecidr;
