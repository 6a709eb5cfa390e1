"""Does with Stripe's library for Python what a line of JSON on the input asks, and answers on a line each."""

import json
import sys

import stripe


def give(ask):
    """A customer and a session, as any program in Python would make them, and the events that tell of it."""
    customer = stripe.Customer.create(email=ask["email"], metadata={"made": "in Python"})
    session = stripe.checkout.Session.create(
        mode="payment",
        submit_type="donate",
        customer=customer.id,
        success_url="https://www.planet.example/article#paid",
        line_items=[
            {
                "quantity": 1,
                "price_data": {
                    "currency": "usd",
                    "unit_amount": 500,
                    "product_data": {"name": "Daily Planet"},
                },
            }
        ],
        expand=["customer"],
    )
    stripe.Customer.modify(customer.id, name="A Reader")
    page = stripe.Event.list(limit=1)
    return {
        "customer": customer.id,
        "session": {
            "status": session.status,
            "amount": session.amount_total,
            "url": session.url,
            "email": session.customer.email,
        },
        "events": [event.type for event in page.auto_paging_iter()],
        "first_page": [len(page.data), page.has_more],
    }


def fail(ask):
    """What the library makes of refusals."""
    # The judge of requests knows by this name that one is meant to be wrong.
    stripe.set_app_info("wrong-on-purpose")
    said = {}
    for name, call in {
        "missing": lambda: stripe.Customer.retrieve("cus_of_nobody"),
        "wrong": lambda: stripe.Customer.create(favourite_colour="blue"),
    }.items():
        try:
            call()
        except stripe.error.StripeError as error:
            said[name] = [type(error).__name__, error.http_status, error.code, error.param]
    try:
        stripe.Customer.list(api_key="nonsense")
    except stripe.error.StripeError as error:
        said["key"] = [type(error).__name__, error.http_status, error.code, None]
    return said


def verify(ask):
    """For each delivery its event's type, or why it is not believed."""

    def verdict(delivery):
        try:
            return stripe.Webhook.construct_event(
                delivery["body"], delivery["signature"], delivery["secret"]
            ).type
        except stripe.error.SignatureVerificationError as error:
            return "refused: %s" % error.user_message

    return [verdict(delivery) for delivery in ask["deliveries"]]


for line in sys.stdin:
    ask = json.loads(line)
    stripe.api_base = ask["api_base"]
    stripe.api_key = ask["api_key"]
    stripe.api_version = ask["api_version"]
    stripe.enable_telemetry = False
    answer = {"give": give, "fail": fail, "verify": verify}[ask["do"]](ask)
    print(json.dumps(answer), flush=True)
