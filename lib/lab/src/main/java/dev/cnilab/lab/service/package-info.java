/** Requests to Services: what the client sees, and which layer that points to. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.service;
