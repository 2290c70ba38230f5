// The templates of router.h: from a struct to a plain handler and its schemas.
#pragma once

namespace chiron::http {

namespace detail {

template <class Output>
Response answer_of(Result<Output>&& result, const About& about) {
  if (!result) return Response(std::move(result.error()));
  if constexpr (std::is_void_v<Output>) return no_content();
  else return json_response(*result, about.success);
}

template <class Output>
Response answer_with_headers(Result<WithHeaders<Output>>&& result, const About& about) {
  if (!result) return Response(std::move(result.error()));
  Response response = std::is_same_v<Output, Nothing> ? no_content() : json_response(result->value, about.success);
  response.headers = std::move(result->headers);
  return response;
}

template <class Input>
std::vector<std::string> member_names() {
  std::vector<std::string> names;
  json::detail::each_member<Input>([&](auto member) { names.emplace_back(member.name); });
  return names;
}

template <class Input, class Output>
std::unique_ptr<Route> describe(Method method, log::Word pattern, const About& about, LaterHandler handler) {
  auto route = std::make_unique<Route>(Route{method, pattern, about, std::move(handler), true, {}, {}, {}});
  route->input_members = member_names<Input>();
  route->input_schema = [](json::Schemas& schemas) { return json::detail::struct_schema<Input>(schemas, ""); };
  if constexpr (!std::is_same_v<Output, Nothing>)
    route->output_schema = [](json::Schemas& schemas) { return json::json_schema<Output>(schemas); };
  else route->about.success = 204;
  return route;
}

/// Result<> for routes whose answer is Nothing.
template <class Output>
using OutputOrVoid = std::conditional_t<std::is_same_v<Output, Nothing>, void, Output>;

}  // namespace detail

template <class Input, class Output, class Function>
void Router::route(Method method, log::Word pattern, About about, Function function) {
  const auto members = detail::member_names<Input>();
  auto handler = [members, pattern, about, function = std::move(function)](
                     const std::shared_ptr<const Request>& request, const Reply& reply) {
    reply([&]() -> Response {
      const json::Value value = TRY_HTTP(gather_input(*request, members, pattern.text()));
      const Input input = TRY_HTTP(json::read<Input>(value));
      using Answered = std::invoke_result_t<const Function&, const Request&, const Input&>;
      if constexpr (std::is_same_v<Answered, Result<WithHeaders<Output>>>) {
        return detail::answer_with_headers<Output>(function(*request, input), about);
      } else {
        Result<detail::OutputOrVoid<Output>> result = function(*request, input);
        return detail::answer_of<detail::OutputOrVoid<Output>>(std::move(result), about);
      }
    }());
  };
  add(detail::describe<Input, Output>(method, pattern, about, std::move(handler)));
}

template <class Input, class Output, class Function>
void Router::route_later(Method method, log::Word pattern, About about, Function function) {
  using Out = detail::OutputOrVoid<Output>;
  const auto members = detail::member_names<Input>();
  auto handler = [members, pattern, about, function = std::move(function)](
                     const std::shared_ptr<const Request>& request, const Reply& reply) {
    auto value = gather_input(*request, members, pattern.text());
    if (!value) return reply(Response(std::move(value.error())));
    auto input = json::read<Input>(*value);
    if (!input) return reply(Response(std::move(input.error())));
    function(request, *std::move(input), Answer<Out>([reply, about](Result<Out> result) {
               reply(detail::answer_of<Out>(std::move(result), about));
             }));
  };
  add(detail::describe<Input, Output>(method, pattern, about, std::move(handler)));
}

template <class Input, class Event, class Function>
void Router::stream(log::Word pattern, About about, Function function) {
  const auto members = detail::member_names<Input>();
  auto handler = [members, pattern, function = std::move(function)](const std::shared_ptr<const Request>& request,
                                                                    const Reply& reply) {
    reply([&]() -> Response {
      const json::Value value = TRY_HTTP(gather_input(*request, members, pattern.text()));
      Response response;
      response.content_type = "text/event-stream";
      response.events = TRY_HTTP(function(*request, TRY_HTTP(json::read<Input>(value))));
      // Proxies would keep events back until they have a bufferful (docs/operating.md).
      response.headers.push_back({"X-Accel-Buffering", "no"});
      return response;
    }());
  };
  auto route = detail::describe<Input, Event>(Method::get, pattern, about, std::move(handler));
  route->goes_on = true;
  add(std::move(route));
}

}  // namespace chiron::http
