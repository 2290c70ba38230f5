// The one file that compiles Asio's and Beast's function bodies; the others only see their declarations.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
